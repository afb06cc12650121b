"""JSON Schemas (2020-12) of what commands write and of the TOML that authors write.

Made from the record classes and from the classes of answers, by the compiler; the program only reads them. Objects of
commands are open: within a major version members are added.
"""
