// What a browser has and Node 20 lacks.
import { EventSource } from "eventsource";

globalThis.EventSource ??= EventSource;
