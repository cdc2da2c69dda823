/** What deploy/kubernetes says: rendered by the real kubectl, and held against Kubernetes' schemas, the code and our rules. */
@NullMarked
package dev.comptoir.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
