"""Find flaws in how items are written."""
