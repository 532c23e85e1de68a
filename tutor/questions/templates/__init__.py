"""Which template asks about which concept, and in which file it stands: a light table, so that topics are listed without SymPy.

A test holds the table and the files together. To add a template, write it in its file and give it a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_FILES: Mapping[str, Mapping[str, str]] = {
    "linear_algebra": {
        "matrix_product": "matmul",
        "matrix_vector": "matvec",
        "transpose_times": "transpose",
        "transpose_of_product": "transpose",
        "inverse_of_product": "identity_inverse",
        "inverse_two_by_two": "identity_inverse",
        "linear_system": "linear_systems",
        "rank_of_matrix": "rank",
        "kernel_vector": "kernel",
        "rank_nullity": "rank_nullity",
        "dependent_for_which_t": "lin_indep",
        "change_of_basis": "change_basis",
    },
    "geometry": {
        "dot_product": "dot_product",
        "euclidean_norm": "norms",
        "distance_of_points": "distance",
        "cosine_of_angle": "angle",
        "projection_on_line": "proj_line",
        "distance_to_hyperplane": "hyperplane",
        "orthogonal_part": "gram_schmidt",
        "rotate_point": "rotation",
        "normalise_vector": "orthonormal_basis",
    },
    "decompositions": {
        "determinant_three_by_three": "determinant",
        "determinant_rules": "det_rules",
        "trace_of_product": "trace",
        "eigenvalues_two_by_two": "eigenvalues",
        "eigenvector_for_eigenvalue": "eigenvectors",
        "characteristic_polynomial": "char_poly",
        "third_eigenvalue": "eig_props",
        "quadratic_form_definite": "definiteness",
        "singular_values_diagonal": "singular_values",
    },
    "calculus": {
        "chain_rule": "chain_rule",
        "product_rule_derivative": "diff_rules",
        "quotient_rule": "diff_rules",
        "derivative_exp_log": "deriv_exp_log",
        "taylor_second_order": "taylor_1d",
        "definite_integral": "integral",
    },
    "gradients": {
        "partial_derivative": "partial_deriv",
        "gradient_two_variables": "gradient",
        "gradient_quadratic_form": "grad_linear_quad",
        "jacobian_two_by_two": "jacobian",
        "hessian_two_by_two": "hessian",
        "chain_along_a_path": "multivar_chain",
    },
    "probability": {
        "conditional_from_table": "cond_prob",
        "total_probability": "product_rule",
        "bayes_test": "bayes",
        "independent_joint": "independence",
        "expectation_discrete": "expectation",
        "variance_discrete": "variance",
        "variance_of_affine": "variance",
        "sample_variance": "sample_stats",
        "binomial_probability": "bernoulli_binomial",
        "covariance_from_moments": "covariance",
        "gaussian_z_score": "gaussian",
    },
    "information": {
        "entropy_in_bits": "entropy",
        "kl_divergence": "kl",
    },
    "optimisation": {
        "critical_point_type": "critical_points",
        "critical_point_place": "critical_points",
        "gradient_descent_step": "grad_descent",
        "newton_step": "newton",
        "lagrange_line": "lagrange",
    },
    "learning": {
        "mle_exponential": "mle",
        "mle_bernoulli": "mle",
        "logistic_gradient": "logreg",
        "sigmoid_derivative": "sigmoid_softmax",
        "softmax_of_logs": "sigmoid_softmax",
        "precision_from_counts": "metrics",
        "relu_neuron": "mlp_forward",
        "ridge_one_weight": "ridge",
        "backprop_two_factors": "backprop",
    },
}
TABLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {name: (concept, file) for file, entries in _FILES.items() for name, concept in entries.items()}
)
