export {
  type Breaker,
  type BreakerOptions,
  type BreakerState,
  type CallResult,
  createBreaker,
} from './breaker';
export { createConnectionPool } from './connection-pool';
export { NetworkError, type NetworkErrorCode } from './errors';
export { createHttpClient } from './http-client';
export type {
  HttpClient,
  HttpClientOptions,
  HttpResponse,
  HttpStats,
  RequestOptions,
} from './http-options';
export type {
  AcquireOptions,
  ConnectionPool,
  ConnectionPoolOptions,
  Lease,
  PoolStats,
} from './pool-options';
export { type ByteRange, type MergedRange, mergeRanges } from './range-plan';
export { createResourcePool } from './resource-pool';
export type {
  SocketLike,
  SocketMessage,
  SocketPool,
  SocketPoolOptions,
  SocketRequestOptions,
  SocketStats,
} from './socket-options';
export { createSocketPool } from './socket-pool';
