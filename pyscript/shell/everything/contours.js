// Where a mask ends, as closed lines: they are filled and drawn at any zoom without painting the mask anew.
// Source of the method: marching squares, with the crossing between two pixels where their logits say that it is.

const MARGIN = 2; // nodes around the mask: one like its border, so that it reaches the photo's edge, and one outside
const OUTSIDE = -1;

/**
 * @param {Float32Array} logits  of a square; above 0 is inside
 * @param {import("#protocol").Extent} extent  height and width of what lies on the photo
 * @returns {number[][]} x and y by turns of each line, in mask pixels; what is beyond the extent is to be clipped
 */
export function contoursOf(logits, extent) {
  const side = Math.sqrt(logits.length);
  const [rows, columns] = extent.map((length) => Math.min(Math.ceil(length), side));
  const [height, width] = [rows + 2 * MARGIN, columns + 2 * MARGIN];
  const nodes = new Float32Array(height * width).fill(OUTSIDE);
  for (let row = 1; row < height - 1; row++) {
    const from = Math.min(Math.max(row - MARGIN, 0), rows - 1) * side;
    for (let column = 1; column < width - 1; column++)
      nodes[row * width + column] = logits[from + Math.min(Math.max(column - MARGIN, 0), columns - 1)];
  }
  const next = steps(nodes, height, width);
  /** @type {number[][]} */
  const lines = [];
  for (let start = 0; start < next.length; start++) {
    if (next[start] < 0) continue;
    /** @type {number[]} */
    const line = [];
    for (let edge = start; next[edge] >= 0; ) {
      line.push(...crossing(nodes, width, edge));
      const following = next[edge];
      next[edge] = -1;
      edge = following;
    }
    lines.push(line);
  }
  return lines;
}

/**
 * From each crossing of an edge between two nodes to the next one. An edge to the right of a node has twice the node's
 * number, one below it the number after that.
 * @param {Float32Array} nodes @param {number} height @param {number} width
 */
function steps(nodes, height, width) {
  const next = new Int32Array(2 * nodes.length).fill(-1);
  for (let row = 0; row < height - 1; row++) {
    for (let column = 0; column < width - 1; column++) {
      const node = row * width + column;
      const corners = [node, node + 1, node + width + 1, node + width];
      const inside = corners.map((corner) => nodes[corner] > 0);
      if (inside.every((each) => each === inside[0])) continue;
      const edges = [2 * node, 2 * (node + 1) + 1, 2 * (node + width), 2 * node + 1];
      const leaves = (/** @type {number} */ turn) => inside[turn] && !inside[(turn + 1) % 4];
      const enters = (/** @type {number} */ turn) => !inside[turn] && inside[(turn + 1) % 4];
      const isJoined = corners.reduce((sum, corner) => sum + nodes[corner], 0) > 0; // of two that touch at a corner
      for (let turn = 0; turn < 4; turn++) {
        if (!leaves(turn)) continue;
        const by = isJoined ? 1 : 3;
        let other = (turn + by) % 4;
        while (!enters(other)) other = (other + by) % 4;
        next[edges[turn]] = edges[other];
      }
    }
  }
  return next;
}

/** Where an edge is crossed. @param {Float32Array} nodes @param {number} width @param {number} edge @returns {[number, number]} */
function crossing(nodes, width, edge) {
  const [node, isDown] = [edge >> 1, edge & 1];
  const other = node + (isDown ? width : 1);
  const along = nodes[node] / (nodes[node] - nodes[other]);
  const [x, y] = [(node % width) - MARGIN + 0.5, Math.floor(node / width) - MARGIN + 0.5];
  return isDown ? [x, y + along] : [x + along, y];
}
