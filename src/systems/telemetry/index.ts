export {
  createRecorder,
  type FrameSource,
  RECORDED_FRAMES,
  type Recorder,
  type TelemetrySnapshot,
} from './recorder';
