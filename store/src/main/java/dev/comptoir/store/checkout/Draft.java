package dev.comptoir.store.checkout;

/** An order that was priced by an offer, before it is written as a sale. */
record Draft(Order order, Offer offer, SaleDraft sale) {}
