// What registers parts of Pixi: it has no declarations of its own.
declare module 'pixi.js/graphics';
declare module 'pixi.js/mesh';
declare module 'pixi.js/text';
declare module 'pixi.js/text-bitmap';
declare module 'pixi.js/text-html';
declare module 'pixi.js/sprite-tiling';
declare module 'pixi.js/sprite-nine-slice';
declare module 'pixi.js/particle-container';
declare module 'pixi.js/filters';
