"""An autoencoder of 12,785 parameters in Keras, its convolutions computed by upconv.

Three convolutions down, three transposed convolutions up, trained with `model.fit` on the digits
of scikit-learn, resized from 8x8 to 28x28 pixels. The backend is selected as usual in Keras:

    KERAS_BACKEND=jax python examples/keras_autoencoder.py

With `from keras.layers import Conv2D, Conv2DTranspose` instead of upconv's layers the model is the
same. Requires: pip install '.[keras]' scikit-learn, and one of torch, jax and tensorflow.
"""

import argparse

import keras
import numpy as np
from sklearn.datasets import load_digits

import upconv
from upconv.keras import Conv2D, Conv2DTranspose


def digits(limit: int | None) -> np.ndarray:
    """Return the images (N, 28, 28, 1) between 0 and 1."""
    small = (load_digits().images[:limit, :, :, np.newaxis] / 16).astype(np.float32)
    return upconv.upsample(small, 3.5, "bilinear", data_format="channels_last")


def autoencoder() -> keras.Model:
    """Images to images of the same size, over 8 channels of 22x22."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            Conv2D(32, 3, activation="relu"),
            Conv2D(16, 3, activation="relu"),
            Conv2D(8, 3, activation="relu"),
            Conv2DTranspose(8, 3, activation="relu"),
            Conv2DTranspose(16, 3, activation="relu"),
            Conv2DTranspose(32, 3, activation="relu"),
            Conv2D(1, 3, padding="same", activation="sigmoid"),
        ],
        name="autoencoder",
    )


def main() -> None:
    """Train, and print the loss."""
    parser = argparse.ArgumentParser(description="Train an autoencoder on handwritten digits.")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=32, help="images per step")
    parser.add_argument("--limit", type=int, help="use only this many images, from the first")
    parser.add_argument("--save", metavar="FILE.keras", help="save the trained model")
    asked = parser.parse_args()

    keras.utils.set_random_seed(0)
    model = autoencoder()
    model.summary()
    model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy")
    images = digits(asked.limit)
    model.fit(
        images,
        images,
        batch_size=asked.batch_size,
        epochs=asked.epochs,
        validation_split=0.2,
        verbose=2,
    )
    if asked.save:
        model.save(asked.save)


if __name__ == "__main__":
    main()
