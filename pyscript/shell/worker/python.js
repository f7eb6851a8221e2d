// Python's end of an element's seat, as the worker's JavaScript has it: JSON out, refusals as errors.

/** @typedef {import("#protocol").WorkerSession & {destroy(): void}} PythonSession  to be closed and destroyed */

/** What Python answered; throws what it refused. @template T @param {import("#protocol").Json<T>} json @returns {T} */
export function read(json) {
  const answer = JSON.parse(json);
  if (answer.error) throw answer.error;
  return answer;
}
