export {
  type Breaker,
  type BreakerOptions,
  type BreakerState,
  type CallResult,
  createBreaker,
} from './breaker';
export { createConnectionPool, createResourcePool } from './connection-pool';
export { NetworkError, type NetworkErrorCode } from './errors';
export { createHttpClient } from './http-client';
export type {
  HttpClient,
  HttpClientOptions,
  HttpResponse,
  HttpStats,
  RequestOptions,
} from './http-options';
export type { ConnectionPool, ConnectionPoolOptions, Lease, PoolStats } from './pool-options';
export { type ByteRange, type MergedRange, mergeRanges } from './range-plan';
export {
  createSocketPool,
  type SocketLike,
  type SocketMessage,
  type SocketPool,
  type SocketPoolOptions,
  type SocketRequestOptions,
  type SocketStats,
} from './socket-pool';
