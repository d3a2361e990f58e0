export {
  type ApplicationOutputs,
  contractVersion,
  type PlatformOutputs,
  type TopicOutputs,
} from "./outputs";
export { KafkaPlatform } from "./platform";
