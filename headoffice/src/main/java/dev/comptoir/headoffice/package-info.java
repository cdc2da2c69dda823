/** What the chain decides and sees: catalogue, staff, stores, reports, alerts. */
@NullMarked
package dev.comptoir.headoffice;

import org.jspecify.annotations.NullMarked;
