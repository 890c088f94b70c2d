"""PostgreSQL out of a wheel: started by whoever connects first, stopped by whoever leaves last."""
