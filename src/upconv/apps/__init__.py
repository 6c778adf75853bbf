"""Small networks to train: data, training, pictures; one file per application.

An application has a LightningModule, its data and its pictures; `training.fit` does the rest.
"""
