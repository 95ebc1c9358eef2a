import { defineStore } from '../../ecs';

/**
 * What a row's run was laid out with; `Text` may have been written since. `divided`: words were cut to fit their lines;
 * `tabular`: it is a number, whose digits are not kerned.
 */
export const LaidOut = defineStore('LaidOut', {
  font: 'u16',
  paragraph: 'u16',
  wrapWidth: 'f32',
  divided: 'u8',
  tabular: 'u8',
});
