/** What deploy/ definition, read by the real programs and held against schemas, the code and our rules. */
@NullMarked
package dev.comptoir.tests.deployment;

import org.jspecify.annotations.NullMarked;
