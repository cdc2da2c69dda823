package dev.comptoir.tools.client;

/** How requests reach a service. */
public interface Transport {
    Response exchange(Request request);
}
