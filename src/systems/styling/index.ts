export { createStyling, type Styling, type StylingOptions } from './styling';
