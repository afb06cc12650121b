# Published networks pooled by metafor's rma.mv, printed as TOML: Rscript published.R > published.toml
# Needs the packages metafor and metadat. Contrasts and their covariances are made here, from the figures of the arms.
suppressMessages({library(metafor); library(metadat)})

contrasts_of <- function(study, treatment, value, variance) {
    rows <- NULL; V <- list()
    for (each in unique(study)) {
        k <- which(study == each); m <- length(k) - 1
        rows <- rbind(rows, data.frame(study = each, treatment = treatment[k[-1]], versus = treatment[k[1]],
                                       y = value[k[-1]] - value[k[1]], inner = seq_len(m),
                                       design = paste(sort(treatment[k]), collapse = ":")))
        V[[each]] <- diag(variance[k[-1]], m, m) + variance[k[1]]
    }
    list(rows = rows, V = bldiag(V))
}
columns <- function(rows, names) {
    X <- sapply(names, function(name) (rows$treatment == name) - (rows$versus == name))
    matrix(X, nrow = nrow(rows), dimnames = list(NULL, make.names(names)))
}
fit <- function(held, X, ...)
    rma.mv(held$rows$y, held$V, mods = X, intercept = FALSE, random = ~ inner | study, rho = 1/2, data = held$rows,
           control = list(optimizer = "optim", optmethod = "BFGS", reltol = 1e-14), ...)
show <- function(x) trimws(formatC(x, digits = 10, format = "g"))

network <- function(id, citation, reference, study, treatment, value, variance, pair) {
    held <- contrasts_of(study, treatment, value, variance)
    others <- sort(setdiff(unique(treatment), reference))
    X <- columns(held$rows, others)
    res <- fit(held, X)
    # Effects of their own for each design: contrasts taken against the first treatment of the design in all trials.
    base <- sapply(strsplit(held$rows$design, ":"), `[`, 1)
    D <- NULL
    for (design in unique(held$rows$design)) {
        inside <- strsplit(design, ":")[[1]]
        for (name in inside[-1]) {
            one <- (held$rows$design == design) * ((held$rows$treatment == name) - (held$rows$versus == name))
            D <- cbind(D, one)
        }
    }
    dimnames(D) <- list(NULL, paste0("d", seq_len(ncol(D))))
    total <- rma.mv(held$rows$y, held$V, mods = X, intercept = FALSE)
    within <- rma.mv(held$rows$y, held$V, mods = D, intercept = FALSE)
    # Without the trials of both treatments of a pair, at the network's tau-squared: the indirect evidence.
    names <- tapply(c(held$rows$treatment, held$rows$versus), c(held$rows$study, held$rows$study), unique)
    both <- sapply(names, function(each) all(pair %in% each))[as.character(held$rows$study)]
    keep <- which(!both)
    indirect <- rma.mv(held$rows$y[keep], held$V[keep, keep], mods = columns(held$rows[keep, ], setdiff(c(others, reference), pair[2])),
                       intercept = FALSE, random = ~ inner | study, rho = 1/2, tau2 = res$tau2, data = held$rows[keep, ])
    at <- which(rownames(indirect$b) == make.names(pair[1]))
    cat(sprintf("\n[[networks]]\nid = \"%s\"\ncitation = \"%s\"\nreference = \"%s\"\n", id, citation, reference))
    cat("arms = [\n")
    for (i in seq_along(study)) cat(sprintf("  [\"%s\", \"%s\", %s, %s],\n", study[i], treatment[i],
                                            formatC(value[i], digits = 17, format = "g"), formatC(variance[i], digits = 17, format = "g")))
    cat("]\n")
    cat(sprintf("tau2 = \"%s\"\nq_total = \"%s\"\nq_within = \"%s\"\ndf_total = %d\ndf_within = %d\n", show(res$tau2),
                show(total$QE), show(within$QE), total$k - total$p, within$k - within$p))
    for (i in seq_along(others))
        cat(sprintf("effects.\"%s\" = [\"%s\", \"%s\", \"%s\", \"%s\"]\n", others[i], show(res$b[i]), show(res$se[i]),
                    show(res$ci.lb[i]), show(res$ci.ub[i])))
    cat(sprintf("pair = [\"%s\", \"%s\"]\nindirect = [\"%s\", \"%s\"]\n", pair[1], pair[2], show(indirect$b[at]),
                show(indirect$se[at])))
}

cat(sprintf("# Made by published.R with metafor %s and metadat %s in %s.\n", packageVersion("metafor"), packageVersion("metadat"),
            R.version.string))
cat("# arms: study, treatment, value and variance on the analysis scale; effects: estimate, SE and limits against the reference.\n")

d <- dat.senn2013
network("senn2013", "Senn et al., Stat Methods Med Res 2013;22:169-189: HbA1c in 26 trials of drugs for diabetes", "placebo",
        d$study, d$treatment, d$mi, d$sdi^2 / d$ni, c("metformin", "sulfonylurea"))
d <- dat.hasselblad1998
zero <- ave(d$xi == 0 | d$xi == d$ni, d$study, FUN = any)
x <- d$xi + 0.5 * zero; n <- d$ni + 1 * zero
network("hasselblad1998", "Hasselblad, Med Decis Making 1998;18:37-43: stopping smoking, 24 trials; log odds, a half added to every cell of a trial with a zero",
        "no_contact", paste("study", d$study), d$trt, log(x / (n - x)), 1 / x + 1 / (n - x), c("ind_counseling", "no_contact"))
d <- dat.stowe2010
long <- do.call(rbind, lapply(1:3, function(k) data.frame(study = paste(d$id), t = d[[paste0("t", k)]], y = d[[paste0("y", k)]],
                                                          sd = d[[paste0("sd", k)]], n = d[[paste0("n", k)]])))
long <- long[!is.na(long$y), ]; long <- long[order(as.numeric(long$study)), ]
network("stowe2010", "Stowe et al., Cochrane Database Syst Rev 2010;(7):CD007166: hours off in Parkinson's disease, 29 trials", "Placebo",
        long$study, long$t, long$y, long$sd^2 / long$n, c("COMTI", "MAOBI"))
