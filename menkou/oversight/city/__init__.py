"""市局: the aggregates of several districts side by side, read only; nothing below a district's."""
