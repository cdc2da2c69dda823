CREATE INDEX restock_order_newest_of_product ON restock_order (product_id, requested_at DESC, id DESC);
