// A fetch, for a provider's option `fetchImplementation`, that remembers what went over the wire.

/** The fetch, and the list of its exchanges so far. */
export function recording() {
  const exchanges = [];
  let heard = () => {};
  return {
    exchanges,
    fetch: async (request, options) => {
      const sent = { url: request.url, ifNoneMatch: request.headers.get("If-None-Match") };
      const answer = await fetch(request, options);
      exchanges.push({ ...sent, status: answer.status, etag: answer.headers.get("ETag") });
      heard();
      return answer;
    },
    /** Resolves with the first exchange, past or to come, that is like this. */
    until: (wanted) =>
      new Promise((resolve) => {
        heard = () => {
          const found = exchanges.find(wanted);
          if (found) resolve(found);
        };
        heard();
      }),
  };
}
