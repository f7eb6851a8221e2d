// Sends a photo, and tells how far it is: `fetch` tells nothing of what has left.

/**
 * @param {URL} url @param {Blob} body @param {AbortSignal} signal
 * @param {(sent: number, total: number) => void} onSent  bytes
 * @returns {Promise<Response>}  rejects as `fetch` does
 */
export function send(url, body, signal, onSent) {
  return new Promise((resolve, reject) => {
    const stopped = () => reject(new DOMException("stopped", "AbortError"));
    if (signal.aborted) return stopped();
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "arraybuffer";
    request.upload.onprogress = ({ loaded, total }) => onSent(loaded, total);
    const answer = async () => new Response(request.response, { status: request.status });
    request.onload = () => resolve(answer());
    request.onerror = () => reject(new TypeError("network"));
    request.onabort = stopped;
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.send(body);
  });
}
