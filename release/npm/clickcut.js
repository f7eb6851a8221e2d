export * from "./runtime/element.js";
