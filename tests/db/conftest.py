import pytest

from tests.db.rows import Rows, create_rows
from tests.factories import Factory


@pytest.fixture
async def rows(make: Factory) -> Rows:
    return await create_rows(make)
