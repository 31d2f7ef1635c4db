import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Comment {
  readonly id: number;
  readonly body: string;
}

/** Comments of one pull or merge request behind an API such as GitHub's and GitLab's. */
export interface CommentServer {
  readonly url: string;
  readonly comments: Comment[];
  /** What was asked, but for reading: `PATCH /repos/o/r/issues/comments/1`. */
  readonly changes: string[];
  /** Tokens that came with the requests. */
  readonly tokens: Set<string>;
  /** Answers every change with this status when it is set. */
  refuse?: number;
  readonly close: () => Promise<void>;
}

/** Starts a server on a port of its own. */
export async function commentServer(bodies: readonly string[] = []): Promise<CommentServer> {
  const comments: Comment[] = bodies.map((body, index) => ({ id: index + 1, body }));
  const changes: string[] = [];
  const tokens = new Set<string>();
  const state: { refuse?: number } = {};
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (data) => (text += data));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      const { pathname, searchParams } = new URL(url, "http://localhost");
      tokens.add(String(request.headers["private-token"] ?? request.headers.authorization));
      const answer = (status: number, value?: unknown) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(value === undefined ? "" : JSON.stringify(value));
      };
      if (method === "GET") {
        const size = Number(searchParams.get("per_page"));
        const start = (Number(searchParams.get("page")) - 1) * size;
        return answer(200, comments.slice(start, start + size));
      }
      changes.push(`${method} ${pathname}`);
      if (state.refuse !== undefined) return answer(state.refuse, { message: "no" });
      const at = comments.findIndex(({ id }) => pathname.endsWith(`/${id}`));
      if (method === "DELETE") {
        comments.splice(at, 1);
        return answer(204);
      }
      const { body } = JSON.parse(text) as { body: string };
      const comment = { id: method === "POST" ? 1000 + changes.length : (comments[at]?.id ?? 0), body };
      if (method === "POST") comments.push(comment);
      else comments[at] = comment;
      return answer(200, comment);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    comments,
    changes,
    tokens,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}
