/** The part of React's scheduler that benches use; it has no declarations of its own. */
declare module 'scheduler' {
  export const unstable_ImmediatePriority: number;
  export const unstable_UserBlockingPriority: number;
  export const unstable_NormalPriority: number;
  export const unstable_LowPriority: number;
  export const unstable_IdlePriority: number;
  export function unstable_scheduleCallback(priority: number, callback: () => void): unknown;
}
