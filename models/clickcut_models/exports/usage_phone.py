"""What the card of `--ort` says at its head and its end."""

HEAD = """# MobileSAM for phones, in onnxruntime's own format

Load `encoder.ort` and `decoder.ort`, which compute in float32, or `encoder_8bit.ort` and `decoder_8bit.ort`,
which are less than half the size: that encoder multiplies in 8 bits, that decoder stores its weights in 8 and
16 bits and widens them at each run. Inputs and outputs are those of segment-anything's ONNX export (with
`return_single_mask`), and of samexporter for the encoder.

They run in the packages `onnxruntime-android` and `onnxruntime-objc`, 1.20 or newer. For a smaller build of
your own, give `operators.config` to onnxruntime's `build.py` as `--include_ops_by_config`.
"""
USE = """
## Use

Scale the photo so that its longest side has 1024 pixels; points are in pixels of that. Label 1 adds, 0 leaves
out, 2 and 3 are a box's corners; without a box a padding point (0, 0) of label -1 comes last. Sessions and
embedding are to be kept: each further click runs the decoder alone.

On Android, in Kotlin, with `com.microsoft.onnxruntime:onnxruntime-android`:

```kotlin
import ai.onnxruntime.OnnxTensor
import ai.onnxruntime.OrtEnvironment
import android.graphics.Bitmap
import java.nio.FloatBuffer

fun cut(encoder: ByteArray, decoder: ByteArray, photo: Bitmap, x: Float, y: Float): BooleanArray {
    val env = OrtEnvironment.getEnvironment()
    fun tensor(values: FloatArray, vararg shape: Long) =
        OnnxTensor.createTensor(env, FloatBuffer.wrap(values), shape)
    val pixels = IntArray(photo.width * photo.height)
    photo.getPixels(pixels, 0, photo.width, 0, 0, photo.width, photo.height)
    val rgb = FloatArray(pixels.size * 3) { (pixels[it / 3] shr (16 - 8 * (it % 3)) and 255).toFloat() }
    val image = tensor(rgb, photo.height.toLong(), photo.width.toLong(), 3)
    val embedding = env.createSession(encoder).run(mapOf("input_image" to image))[0] as OnnxTensor
    val answer = env.createSession(decoder).run(mapOf(
        "image_embeddings" to embedding,
        "point_coords" to tensor(floatArrayOf(x, y, 0f, 0f), 1, 2, 2),
        "point_labels" to tensor(floatArrayOf(1f, -1f), 1, 2),
        "mask_input" to tensor(FloatArray(256 * 256), 1, 1, 256, 256),
        "has_mask_input" to tensor(floatArrayOf(0f), 1),
        "orig_im_size" to tensor(floatArrayOf(photo.height.toFloat(), photo.width.toFloat()), 2)
    ))
    val logits = (answer["masks"].get() as OnnxTensor).floatBuffer
    return BooleanArray(logits.remaining()) { logits[it] > 0 }
}
```

On iOS, in Swift, with the package `onnxruntime-swift-package-manager`:

```swift
import Foundation
import OnnxRuntimeBindings

func cut(
    encoder: String, decoder: String, rgb: [Float], height: Int, width: Int, x: Float, y: Float
) throws -> [Bool] {
    let env = try ORTEnv(loggingLevel: .warning)
    func tensor(_ values: [Float], _ shape: [Int]) throws -> ORTValue {
        let data = values.withUnsafeBytes { NSMutableData(bytes: $0.baseAddress!, length: $0.count) }
        return try ORTValue(tensorData: data, elementType: .float, shape: shape.map { NSNumber(value: $0) })
    }
    func run(_ path: String, _ inputs: [String: ORTValue], _ output: String) throws -> ORTValue {
        let session = try ORTSession(env: env, modelPath: path, sessionOptions: nil)
        return try session.run(withInputs: inputs, outputNames: [output], runOptions: nil)[output]!
    }
    let image = try tensor(rgb, [height, width, 3])  // from 0 to 255
    let embedding = try run(encoder, ["input_image": image], "image_embeddings")
    let masks = try run(decoder, [
        "image_embeddings": embedding,
        "point_coords": tensor([x, y, 0, 0], [1, 2, 2]),
        "point_labels": tensor([1, -1], [1, 2]),
        "mask_input": tensor([Float](repeating: 0, count: 256 * 256), [1, 1, 256, 256]),
        "has_mask_input": tensor([0], [1]),
        "orig_im_size": tensor([Float(height), Float(width)], [2]),
    ], "masks")
    let logits = try masks.tensorData() as Data
    return logits.withUnsafeBytes { $0.bindMemory(to: Float.self).map { $0 > 0 } }
}
```

Both are written from onnxruntime's documentation of its Java and Objective-C interfaces.
"""
