/** The order of names and titles. The core uses it for what it prepares for the start. */
export { letterOf, sortName, titleOrder } from '../../offline/index';
