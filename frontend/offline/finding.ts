/**
 * What views that find something use besides the core: apart from `index.ts`, because the first view finds nothing and
 * should not load it. Pure functions over what views show.
 */
export { finderOf, numberIn } from './rules/search/finder';
export { piecesOf, type Piece } from './rules/search/marks';
