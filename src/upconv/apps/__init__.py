"""Small networks that train: data, training, pictures. What they share lies in files of its own.

An application brings a LightningModule, its data and its pictures; `training.fit` does the rest.
"""
