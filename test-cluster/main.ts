export { main } from "./try";
