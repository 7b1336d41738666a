// While a copy is being prepared, this part of the page is fetched again; one that is ready asks for nothing more.
import { fetchParts } from "./parts.js";

const AGAIN = 1_000;

export default function copies(part) {
  fetchParts(part.dataset.address, AGAIN);
}
