"""What a list says of a record: worked out when data is compiled and kept beside it, or made of the record now."""
