// CloudStorage of a Mini App, kept in this browser, each person's apart.

const METHODS = {
  saveStorageValue(store, { key, value }) {
    store[key] = value;
    return true;
  },
  getStorageValues: (store, { keys }) => Object.fromEntries(keys.map((key) => [key, store[key] ?? ""])),
  getStorageKeys: (store) => Object.keys(store),
  deleteStorageValues(store, { keys }) {
    for (const key of keys) delete store[key];
    return true;
  },
};

/** Returns {result} or {error}, as the frame is told. */
export function invokeCustomMethod(person, method, params) {
  if (!Object.hasOwn(METHODS, method)) return { error: "METHOD_NOT_FOUND" };
  const place = `sandbox-cloud-${person}`;
  const store = JSON.parse(localStorage.getItem(place) ?? "{}");
  const result = METHODS[method](store, params);
  localStorage.setItem(place, JSON.stringify(store));
  return { result };
}
