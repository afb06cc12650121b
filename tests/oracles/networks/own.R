# Networks of contrasts pooled by metafor's rma.mv: Rscript own.R contrasts.csv REFERENCE [contrasts.csv REFERENCE ...]
# One line a contrast: trial, treatment, versus, y, then its covariances with every contrast of its trial, in their order.
# What is printed of each network ends with an empty line.
suppressMessages(library(metafor))
show <- function(x) formatC(x, digits = 12, format = "g", width = 1)
pooled <- function(file, reference) {
    rows <- read.csv(file, stringsAsFactors = FALSE)
    trials <- unique(rows$trial)
    V <- bldiag(lapply(trials, function(each) {
        k <- which(rows$trial == each)
        as.matrix(rows[k, paste0("v", seq_along(k)), drop = FALSE])
    }))
    rows$inner <- ave(seq_along(rows$trial), rows$trial, FUN = seq_along)
    others <- sort(setdiff(unique(c(rows$treatment, rows$versus)), reference))
    X <- sapply(others, function(name) (rows$treatment == name) - (rows$versus == name))
    X <- matrix(X, nrow = nrow(rows), dimnames = list(NULL, make.names(others)))
    spare <- nrow(rows) - length(others)
    fit <- function(control) rma.mv(rows$y, V, mods = X, intercept = FALSE, random = ~ inner | trial, rho = 1/2,
                                    data = rows, control = control)
    # Where the steps of one search do not come to an end, another one is taken.
    res <- if (spare == 0) rma.mv(rows$y, V, mods = X, intercept = FALSE) else
        tryCatch(fit(list(optimizer = "optim", optmethod = "BFGS", reltol = 1e-14)), error = function(said)
            fit(list(optimizer = "nlminb", rel.tol = 1e-8, iter.max = 1000, eval.max = 1000)))
    cat("tau2,", show(if (spare == 0) 0 else res$tau2), "\n", sep = "")
    cat("q,", show(res$QE), "\n", sep = "")
    for (i in seq_along(others))
        cat(others[i], ",", paste(show(c(res$b[i], res$se[i], res$ci.lb[i], res$ci.ub[i])), collapse = ","), "\n",
            sep = "")
    cat("\n")
}
given <- commandArgs(trailingOnly = TRUE)
for (at in seq(1, length(given), by = 2)) pooled(given[at], given[at + 1])
