/** Mark on the page's timeline at which a pass begins: by it a trace tells which process the page has. */
export const PASS_MARK = 'rafter-bench pass';
