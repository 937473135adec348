"""What is asked: drafts, materials, applications as they were sent, and what the registers say of them."""
