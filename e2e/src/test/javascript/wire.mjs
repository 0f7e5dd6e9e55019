// What goes over the wire: to look at it, and to cut it.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A fetch, for a provider's option `fetchImplementation`, and the list of its exchanges so far. */
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

/** A way to a server that can be cut and opened again. */
export async function way(target) {
  const { hostname, port, pathname } = new URL(target);
  const sockets = new Set();
  let open = true;
  const server = createServer((near) => {
    if (!open) return near.once("data", () => near.destroy()).on("error", () => {});
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [[near, far], [far, near]]) {
      sockets.add(socket);
      socket.on("error", () => other.destroy()).on("close", () => sockets.delete(socket));
      socket.pipe(other);
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const cut = () => {
    open = false;
    sockets.forEach((socket) => socket.destroy());
  };
  return {
    url: `http://127.0.0.1:${server.address().port}${pathname.replace(/\/$/, "")}`,
    cut,
    mend: () => (open = true),
    close: () => {
      cut();
      server.close();
    },
  };
}
