"""Who lives where and came from where: the United Nations' stock of migrants, and residents born abroad."""
