#!/usr/bin/env python3
"""Least squares by numpy with Newey-West standard errors by statsmodels (0.13): an independent reference.

usage: oracle_newey_west.py CASE
CASE   a text file: lags and columns, then one row of y and the columns of x a line.
Prints coefficient and standard error of each column.

cov_hac_simple is what OLS(...).fit(cov_type="HAC", cov_kwds={"maxlags": lags}) calls; it is called here without OLS, whose
module needs more libraries than are unpacked.
"""
import sys

import numpy as np
from statsmodels.stats.sandwich_covariance import cov_hac_simple

numbers = [float(word) for word in open(sys.argv[1]).read().split()]
lags, columns = int(numbers[0]), int(numbers[1])
table = np.array(numbers[2:]).reshape(-1, columns + 1)
y, x = table[:, 0], table[:, 1:]
coefficients = np.linalg.lstsq(x, y, rcond=None)[0]
scores = x * (y - x @ coefficients)[:, None]
covariance = cov_hac_simple((scores, np.linalg.inv(x.T @ x)), nlags=lags, use_correction=False)
for coefficient, error in zip(coefficients, np.sqrt(np.diag(covariance))):
    print(repr(float(coefficient)), repr(float(error)))
