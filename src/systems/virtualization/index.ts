export { virtualizationTunables } from './tunables';
export {
  createVirtualization,
  type Virtualization,
  type VirtualizationOptions,
} from './virtualization';
