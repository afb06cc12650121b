"""JSON Schemas (2020-12) of what commands write and of the TOML that authors write.

Made from the record classes and from ``outputs``, by the compiler; the program only reads them.
"""
