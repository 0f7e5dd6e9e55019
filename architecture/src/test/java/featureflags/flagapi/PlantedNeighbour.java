package featureflags.flagapi;

import featureflags.evalservice.EvalService;

/// Knows another service.
public record PlantedNeighbour(Class<EvalService> neighbour) {}
