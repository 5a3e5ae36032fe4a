// What is kept on the phone. A browser that lets no frame keep anything, as some do to pages of
// others, gives us at least the time until the page is closed.

export const forGood = usable(() => localStorage);

export const forNow = usable(() => sessionStorage);

function usable(open) {
  try {
    const storage = open();
    storage.setItem("kursovod.try", "");
    storage.removeItem("kursovod.try");
    return { ...bound(storage), keys: () => Object.keys(storage) };
  } catch {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, String(value)),
      removeItem: (key) => kept.delete(key),
      keys: () => [...kept.keys()],
    };
  }
}

function bound(storage) {
  const names = ["getItem", "setItem", "removeItem"];
  return Object.fromEntries(names.map((name) => [name, storage[name].bind(storage)]));
}
