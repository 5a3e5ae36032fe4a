"""The tokens that the demo prints."""

from db.models import ApiToken, Role
from db.session import Transaction
from domain import api_tokens
from domain.clock import utc_now
from program.demo import say_tokens
from tests.factories import Factory
from tests.people import CAMPUS


async def test_each_start_prints_a_token_of_each_admin_and_ends_the_former(
    committing: Transaction, empty_database_url: str
) -> None:
    make, said = Factory(committing), list[str]()
    for telegram_id, name in [(1, "Vera"), (2, "Gleb"), (1001, "Maria")]:
        await make.user(full_name=name, telegram_id=telegram_id, role=Role.ADMIN)

    for _ in range(2):
        await say_tokens(empty_database_url, said.append)

    told = [line.partition(": kv_") for line in said]
    assert [it[0] for it in told] == ["API token of Vera", "API token of Gleb"] * 2
    tokens = await make.all(ApiToken)
    assert [(it.name, it.revoked_at is None) for it in tokens] == [
        ("demo 1", False),
        ("demo 2", False),
        ("demo 1", True),
        ("demo 2", True),
    ]
    async with committing() as session:
        secret = said[-1].rpartition(" ")[2]
        service = await api_tokens.sign_in(session, CAMPUS, secret=secret, now=utc_now())
    assert sorted(service.scopes) == sorted(api_tokens.Scope)
