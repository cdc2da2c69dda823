/**
 * Several instances of each service on one machine, behind Traefik.
 *
 * <p>Rules: every process lives on after the command that started it, and is written down with its start time, so that no
 * command ever ends a process of somebody else; Traefik's two files are made from one source; whatever is missing is named
 * with its cure.
 */
@NullMarked
package dev.comptoir.tools.cluster;

import org.jspecify.annotations.NullMarked;
